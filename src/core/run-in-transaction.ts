/** Runs `work` in one transaction, with ports bound to it; inside another transaction it becomes part of that. */
export type RunInTransaction<Ports> = <T>(work: (ports: Ports) => Promise<T>) => Promise<T>
