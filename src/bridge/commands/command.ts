import type { StaffPost } from "../message.ts";
import type { Book } from "../plan/book.ts";
import type { PlanContext } from "../plan/context.ts";
import type { Known } from "../planned.ts";
import type { Session } from "../session.ts";

/** A command as somebody of the team wrote it. */
export interface Asked {
  readonly post: StaffPost;
  readonly session: Session;
  /** What is written behind the command's word. */
  readonly rest: string;
  readonly book: Book;
  readonly context: PlanContext;
  readonly known: Known;
}

/** Does what was asked by way of the book. @returns the answer; null where it comes later, or none is needed */
export type Command = (asked: Asked) => string | null;
