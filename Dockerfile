# Builds the executable from this source and puts it alone into an image.
#   docker build -t whatsapp-bot .
#   docker run -d --env-file bot.env -v /path/to/your/storage:/wa_storage -p 127.0.0.1:8080:8080 whatsapp-bot
# The versions of Node, npm's packages and the executable come from package-lock.json; no other download is made.

FROM node:24-bookworm-slim AS build
WORKDIR /build
# What is built says which commit it is of: docker build --build-arg COMMIT=$(git rev-parse --short=12 HEAD)
ARG COMMIT=""
ARG COMMIT_DATE=""
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN COMMIT="$COMMIT" COMMIT_DATE="$COMMIT_DATE" npm run build && mkdir /build/storage

# Only the C and C++ runtime that the executable is linked with: no shell, no package manager.
FROM gcr.io/distroless/cc-debian12
COPY --from=build --chown=65532:0 --chmod=0770 /build/storage /wa_storage
COPY --from=build /build/dist/whatsapp-bot /usr/local/bin/whatsapp-bot
# Any other user works too (docker run --user): it has to own the storage folder, or be in group 0.
USER 65532:0
WORKDIR /wa_storage
VOLUME /wa_storage
EXPOSE 8080
# serve drains for WA_DRAIN_TIMEOUT (30 s) at most: give `docker stop` longer than that.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["/usr/local/bin/whatsapp-bot", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/whatsapp-bot"]
CMD ["serve"]
