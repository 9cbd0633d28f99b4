/** The public side of release certificates: whether one is the latest, and the key that checks it. */
import { certificateState } from '../storage/transfers/certificates.ts'
import { certificatesApp } from '../surfaces/certificates/app.ts'
import { certificatesPlace } from '../surfaces/certificates/surface.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'

export function certificatesSurface(
  { store, publicUrl, report }: Base,
  { certificates }: Deciding,
) {
  const app = certificatesApp({
    stateOf: (id) => certificateState(store.pool, id),
    publicKey: certificates.publicKey,
    publicUrl,
    report: (error) => report(error),
  })
  return { ...certificatesPlace, app }
}
