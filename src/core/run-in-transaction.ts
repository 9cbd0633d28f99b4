/** Runs `work` in one transaction, with ports that are bound to it; within another one it is a part of that. */
export type RunInTransaction<Ports> = <T>(work: (ports: Ports) => Promise<T>) => Promise<T>
