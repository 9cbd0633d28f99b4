/** Runs `work` in one transaction: the one that is under way, or else one of its own. */
export type InOne = <T>(work: () => Promise<T>) => Promise<T>
