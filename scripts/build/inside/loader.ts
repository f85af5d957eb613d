interface Module {
  exports: unknown;
}

/** What chunks.ts wraps each chunk into: it is given what CommonJS promises. */
export type Chunk = (...given: readonly unknown[]) => void;

/**
 * Makes what loads chunks, each once, when it is first asked for.
 * @param place where all code is to stand: its file and that file's folder
 */
export function createLoader(
  compile: (name: string) => Chunk,
  place: readonly [file: string, folder: string],
): (name: string) => unknown {
  const loaded = new Map<string, Module>();

  function load(name: string): unknown {
    const known = loaded.get(name);
    if (known) return known.exports;
    const module: Module = { exports: {} };
    // Before it runs: two chunks may need each other.
    loaded.set(name, module);
    try {
      compile(name)(module, module.exports, require, ...place);
    } catch (error) {
      // Else whoever asks again gets half of it, and not what is wrong.
      loaded.delete(name);
      throw error;
    }
    return module.exports;
  }

  function require(name: string): unknown {
    if (name.startsWith("./")) return load(name.slice(2));
    const builtin: unknown = process.getBuiltinModule(name);
    if (builtin !== undefined) return builtin;
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
  }

  return load;
}
