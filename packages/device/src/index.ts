/** A simulated Windows device: what it is made of, what happens to it, and what it says to a service. */
export { memoryProver, newAttestationKey } from './prover/memory-prover.ts'
export type { Prover } from './prover/prover.ts'
export { type EkKind, socketProver } from './prover/socket-prover.ts'
export * from './service/deployment-client.ts'
