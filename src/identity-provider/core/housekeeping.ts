/** What sign-in leaves behind and what time does to its keys; any number of servers may see to it at once. */
import type { ProtocolState } from './protocol-state.ts'
import { advanceSigningKeys, type SigningKeys } from './signing-keys.ts'

export type HousekeepingDeps = {
  readonly protocolState: Pick<ProtocolState, 'sweep'>
  readonly signingKeys: SigningKeys
}

const rowsAtOnce = 1000

/** Removes expired codes, sessions and tokens in small steps, and lets signing keys take their turn. */
export async function keepSignInTidy(deps: HousekeepingDeps): Promise<void> {
  while ((await deps.protocolState.sweep(rowsAtOnce)) === rowsAtOnce);
  await advanceSigningKeys(deps.signingKeys)
}
