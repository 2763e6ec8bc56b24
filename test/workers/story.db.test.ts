import { tellStory } from "./story.ts";

/** Every world has a database of its own, and with it a queue of its own. */
const nothing = async (): Promise<void> => undefined;

tellStory("PostgreSQL", async () => ({ url: undefined, dataDir: undefined, empty: nothing, stop: nothing }));
