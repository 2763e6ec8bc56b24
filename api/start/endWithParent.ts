/**
 * Loaded into each child before its program: when the start dies without a word (kill -9), the channel to it closes, and
 * the child stops in order instead of holding its port for ever.
 */
process.on("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
});
process.channel?.unref();
