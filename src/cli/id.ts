import { OperatorError } from "../bridge/errors.ts";

/** The id of a delivery or a notification, as the lists show it. @throws OperatorError 2 for what is none */
export function toId(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new OperatorError(`the id "${text}" is not a whole number`, {
    code: "usage",
    exitCode: 2,
    hint: "ids are in the first column of the list",
  });
}
