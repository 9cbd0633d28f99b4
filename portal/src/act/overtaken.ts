/** Somebody else was faster; where the edit is made, both values are shown. */
export class Overtaken extends Error {}
