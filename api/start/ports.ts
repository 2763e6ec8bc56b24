/** Looks before leaping: a taken port is named at once, before anything is started. */
import net from "node:net";
import { StartError } from "./errors.ts";

/** @throws StartError `port_in_use`, naming the variable that chooses the port */
export async function checkPort(host: string, port: number, variable: string): Promise<void> {
  const free = await new Promise<boolean>((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
  if (!free) throw new StartError("port_in_use", `port ${port} on ${host} is taken: choose another with ${variable}`);
}
