/** What keeps a process from listening, in words that name the variable to change. */

/** @param code what the system said */
export function portFault(code: string, host: string, port: number, variable: string): string {
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} on ${host} is taken: choose another with ${variable}`;
    case "EACCES":
      return `port ${port} needs more rights: choose one above 1023 with ${variable}`;
    default:
      return `${host}:${port} cannot be listened on (${code}): see HOST and ${variable}`;
  }
}
