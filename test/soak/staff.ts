import type { TeamwireChat, TeamwireMessage } from "../../src/simulator/teamwire/objects.ts";
import type { TeamwireSimulator } from "../../src/simulator/teamwire/simulator.ts";
import { toConversationOfChat } from "./conversations.ts";
import { sleep } from "./pause.ts";
import type { Random } from "./random.ts";
import { toText } from "./tally.ts";

export interface StaffOptions {
  readonly simulator: TeamwireSimulator;
  readonly random: Random;
  /** Those in which staff write again and again; in further ones they write once. */
  readonly conversations: number;
  /** Of all these together. */
  readonly postsPerSecond: number;
}

const colleagues = ["user-anna", "user-jonas"];
const lookMs = 50;

/** Staff who write in every chat as soon as it is there, and again once it shows something to answer. */
export class Staff {
  readonly #options: StaffOptions;
  readonly #written: number[];
  readonly #dueAt = new Map<number, number>();
  #isStopped = true;
  #work: Promise<void> = Promise.resolve();

  constructor(options: StaffOptions) {
    this.#options = options;
    this.#written = Array.from({ length: options.conversations }, () => 0);
  }

  /** The number of each conversation's last post. */
  get written(): readonly number[] {
    return this.#written;
  }

  start(): void {
    this.#isStopped = false;
    this.#work = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work;
  }

  /** One post. */
  write(chat: TeamwireChat): void {
    const conversation = toConversationOfChat(chat);
    const number = (this.#written[conversation] ?? 0) + 1;
    this.#written[conversation] = number;
    const author = colleagues[number % colleagues.length] ?? "";
    this.#options.simulator.post(chat.tid, author, toText("staff", { conversation, number }));
  }

  async #run(): Promise<void> {
    const { simulator } = this.#options;
    while (!this.#isStopped) {
      const now = performance.now();
      for (const { chat, messages } of simulator.chats) {
        const conversation = toConversationOfChat(chat);
        if (!this.#dueAt.has(conversation))
          this.#dueAt.set(conversation, now + this.#toDelayMs(conversation));
        if (now < (this.#dueAt.get(conversation) ?? 0)) continue;
        if (this.#written[conversation] && !messages.some(isBots)) continue;
        this.#dueAt.set(conversation, now + this.#toWaitMs(conversation));
        this.write(chat);
      }
      await sleep(lookMs);
    }
  }

  /** Until the first post: in further conversations none, in the others spread, or all would begin at once. */
  #toDelayMs(conversation: number): number {
    const { random, conversations } = this.#options;
    return conversation < conversations ? this.#everyMs * random() : 0;
  }

  #toWaitMs(conversation: number): number {
    const { random, conversations } = this.#options;
    return conversation < conversations ? this.#everyMs * (0.5 + random()) : Infinity;
  }

  get #everyMs(): number {
    const { conversations, postsPerSecond } = this.#options;
    return (1000 * conversations) / postsPerSecond;
  }
}

function isBots({ from_user: author }: TeamwireMessage): boolean {
  return author.is_bot;
}
