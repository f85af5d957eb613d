import { DeliveryError, OperatorError } from "../bridge/errors.ts";
import { fail, type Finding } from "./check.ts";

/** Makes a finding of a call to one of the sides; a call that fails becomes one too, with the remedy that fits its verdict. */
export async function ask(
  call: () => Promise<Finding>,
  remedyFor: (error: DeliveryError) => string,
): Promise<Finding> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return fail(error.message, remedyFor(error));
  }
}

/** The same for what is on this machine, whose errors bring their remedy along. */
export async function askHere(
  call: () => Finding | Promise<Finding>,
  otherwise: string,
): Promise<Finding> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return fail(error.message, error.hint ?? otherwise);
  }
}

/** Calls once, however many want what it gives; a promise that fails is kept too. */
export function once<T>(call: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: call() }).value;
}
