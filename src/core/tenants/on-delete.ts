/** What deleting a device does: it stays reserved for its tenant for a time, or is free for its next owner at once. */
export type OnDelete = 'reserve' | 'release'
