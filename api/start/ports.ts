/** Looks before leaping: a taken port is named at once, before anything is started. */
import net from "node:net";
import { portFault } from "../ports.ts";
import { StartError } from "./errors.ts";

/** @throws StartError `port_in_use`, naming the variable that chooses the port */
export async function checkPort(host: string, port: number, variable: string): Promise<void> {
  const fault = await new Promise<string | null>((resolve) => {
    const server = net.createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (fault !== null) throw new StartError("port_in_use", portFault(fault, host, port, variable));
}
