import type { Socket } from "node:net";

/** What may stand between two line breaks, in UTF-16 units; nobody honest needs as much. */
const longestLine = 1024 * 1024;

/** Calls back with every line that comes in; a sender of more than a line may hold is cut off. */
export function onLine(socket: Socket, take: (line: string) => void): void {
  let begun = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = `${begun}${chunk}`.split("\n");
    begun = lines.pop() ?? "";
    if (begun.length > longestLine) socket.destroy();
    else lines.forEach(take);
  });
}
