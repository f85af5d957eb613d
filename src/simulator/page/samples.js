import { toOgg } from "./ogg.js";

/** What a customer can send beside words and files, as WhatsApp's own objects. */
export const samples = {
  location: {
    type: "location",
    location: {
      latitude: 49.2354,
      longitude: 6.9965,
      name: "Ludwigskirche",
      address: "Am Ludwigsplatz, 66117 Saarbrücken",
    },
  },
  contact: {
    type: "contacts",
    contacts: [
      {
        name: { formatted_name: "Mara Example", first_name: "Mara", last_name: "Example" },
        org: { company: "Example GmbH" },
        phones: [{ phone: "+49 681 300 065", type: "WORK" }],
        emails: [{ email: "mara@example.org", type: "WORK" }],
      },
    ],
  },
};

/** The place where staff are, as Teamwire's own attachment. */
export const meetingPoint = {
  type: "LOCATION",
  name: "Saarbrücken Hauptbahnhof",
  address: "Am Hauptbahnhof 6, 66111 Saarbrücken",
  lat: 49.2413,
  lon: 6.9911,
};

/** A picture: an evening in the hills. */
export async function drawPicture() {
  const canvas = new OffscreenCanvas(960, 720);
  const paint = canvas.getContext("2d");
  const sky = paint.createLinearGradient(0, 0, 0, 620);
  for (const [at, colour] of Object.entries({ 0: "#3b4a8c", 0.55: "#e58a7b", 1: "#fbd28b" })) {
    sky.addColorStop(Number(at), colour);
  }
  paint.fillStyle = sky;
  paint.fillRect(0, 0, 960, 720);
  paint.fillStyle = "#fff3d6";
  paint.beginPath();
  paint.arc(640, 400, 62, 0, 2 * Math.PI);
  paint.fill();
  for (const [index, colour] of ["#6d5a86", "#4a4470", "#2a2f52"].entries()) {
    paint.fillStyle = colour;
    paint.beginPath();
    paint.moveTo(0, 720);
    for (let x = 0; x <= 960; x += 8) {
      paint.lineTo(x, 440 + index * 75 + 38 * Math.sin(x / (150 - index * 28) + index * 2));
    }
    paint.lineTo(960, 720);
    paint.fill();
  }
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.88 });
  return new File([blob], "evening.jpg", { type: blob.type });
}

const rate = 48_000;
const notes = [523.25, 659.25, 783.99, 1046.5];
const noteSeconds = 0.45;

/** A voice note of four notes, in the only format that WhatsApp has for one. */
export async function playVoice() {
  if (!("AudioEncoder" in globalThis)) throw new Error("This browser cannot make a voice note.");
  const packets = [];
  const failed = Promise.withResolvers();
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const packet = new Uint8Array(chunk.byteLength);
      chunk.copyTo(packet);
      packets.push(packet);
    },
    error: failed.reject,
  });
  encoder.configure({ codec: "opus", sampleRate: rate, numberOfChannels: 1, bitrate: 24_000 });
  const data = toTune();
  const format = { format: "f32", sampleRate: rate, numberOfChannels: 1, timestamp: 0 };
  encoder.encode(new AudioData({ ...format, numberOfFrames: data.length, data }));
  await Promise.race([encoder.flush(), failed.promise]);
  encoder.close();
  return new File([toOgg(packets)], "Voice note", { type: "audio/ogg; codecs=opus" });
}

function toTune() {
  const perNote = rate * noteSeconds;
  return Float32Array.from({ length: perNote * notes.length }, (_, index) => {
    const seconds = (index % perNote) / rate;
    const loudness = 0.4 * Math.min(1, seconds * 100) * Math.exp(-5 * seconds);
    return loudness * Math.sin(2 * Math.PI * notes[Math.floor(index / perNote)] * seconds);
  });
}
