import { plain, plainIf, type Plain } from "./plain.ts";

const className = /[A-Z][A-Za-z]{0,40}Error|Error/;
const systemCode = /E[A-Z]{3,20}|ERR_[A-Z_]{3,60}|SQLITE_[A-Z_]{3,40}/;

/** An error as it is logged: its class, and the system's code where there is one. Its message may quote what nobody may read. */
export function toFault(error: unknown): Plain {
  if (!(error instanceof Error)) return plain`no error`;
  const name = plainIf(error.name, className, plain`Error`);
  return "code" in error && typeof error.code === "string"
    ? plain`${name} ${toSystemCode(error.code)}`
    : name;
}

/** `ECONNREFUSED` and its like. */
export function toSystemCode(code: unknown): Plain {
  return plainIf(code, systemCode, plain`of another code`);
}
