const MACHINE_PATH =
  /(?<![\w:/.])(?:file:\/\/)?(?:\/(?:home|Users)\/(?![{<])[\w.-]+\/|\/root\/|\/tmp\/|\/var\/folders\/)|\b[A-Za-z]:\\Users\\/;

/** A path of somebody's machine in a text; `undefined` when there is none. */
export function machinePath(text: string): string | undefined {
  return MACHINE_PATH.exec(text)?.[0];
}
