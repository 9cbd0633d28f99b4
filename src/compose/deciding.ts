/** What works without being asked: imports are decided, and the ends of the audit trails are signed. */
import { asSystem } from '../core/acting.ts'
import { checkpointSigner } from '../core/audit/checkpoint.ts'
import { tokensUnder } from '../core/identity/tokens.ts'
import { decideNextSlice } from '../core/imports/decide-slice.ts'
import { examinerAhead } from '../core/imports/examine-ahead.ts'
import type { RowDecision } from '../core/imports/slice.ts'
import { certificateSigner } from '../core/transfers/release-certificate.ts'
import { makeCheckpoints } from '../storage/audit/checkpoints.ts'
import { denyValuesIn, ensureDefaultDenyValues } from '../storage/identity/deny-values.ts'
import { sendDisclosureNotices } from '../storage/imports/disclosure-notices.ts'
import { importQueueIn } from '../storage/imports/import-queue.ts'
import { installationSecret } from '../storage/secrets/installation-secrets.ts'
import type { Base } from './base.ts'

export type Deciding = Awaited<ReturnType<typeof decidingOn>>

export async function decidingOn({ store, wrap, emulation, publicUrl, recent }: Base) {
  await ensureDefaultDenyValues(store)
  const denyValues = denyValuesIn(store)
  const tokens = tokensUnder(await installationSecret(store, wrap, 'identity-tokens'))
  const signer = checkpointSigner(await installationSecret(store, wrap, 'audit-checkpoints'))
  recent.onKept(
    examinerAhead(() =>
      asSystem('hashes are examined before their import is decided', async () => ({
        tokens,
        denyList: await denyValues.current(),
      })),
    ),
  )
  const real = importQueueIn(store, wrap, recent)
  const queue = emulation?.overrule(real) ?? real
  return {
    denyValues,
    tokens,
    checkpointKey: signer.publicKey,
    /** Signs release certificates. */
    certificates: certificateSigner(
      await installationSecret(store, wrap, 'release-certificates'),
      publicUrl,
    ),
    /** Decides one slice of an import; false if none is waiting. */
    decideNext: (onDecided: (decisions: readonly RowDecision[]) => void) =>
      asSystem('an import is decided when nobody waits for it', async () => {
        const decided = await decideNextSlice(queue, {
          tokens,
          denyList: denyValues.current,
          onDecided,
        })
        // Those that could not be sent now are sent before the next checkpoint, which says why if they still cannot.
        if (decided) await sendDisclosureNotices(store).catch(() => undefined)
        return decided
      }),
    /** Notices that a stopped server has left, or that could not be sent. */
    sendNotices: () => sendDisclosureNotices(store),
    /** Signs the heads of audit trails that have grown, and returns what it signed. */
    makeCheckpoints: () => makeCheckpoints(store.pool, signer),
  }
}
