import { DeliveryError, OperatorError } from "../bridge/errors.ts";
import { fail, untried, type Finding } from "./check.ts";

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

/**
 * The same for a question about how things stand: a side that is busy or away for a moment tells nothing of them, neither
 * that they are well nor that they are not.
 */
export function tellUnlessBusy(
  call: () => Promise<Finding>,
  remedyFor: (error: DeliveryError) => string,
): Promise<Finding> {
  return ask(async () => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof DeliveryError) || !passing.has(error.verdict)) throw error;
      return untried(error.message, "run it again in a minute");
    }
  }, remedyFor);
}

const passing: ReadonlySet<DeliveryError["verdict"]> = new Set(["throttled", "transient"]);

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
