/** Transfers between tenants, and the public side of their certificates. */

import type { Store } from '../storage/sql/store.ts'
import { certificateState } from '../storage/transfers/certificates.ts'
import { certificatesOfIn, certificationIn } from '../storage/transfers/certification.ts'
import { transfersIn } from '../storage/transfers/transfers.ts'
import { certificatesApp } from '../surfaces/certificates/app.ts'
import { certificatesPlace } from '../surfaces/certificates/surface.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'

type Signing = Pick<Deciding, 'certificates'>

export function transferPortsIn(unit: Store, { wrap }: Pick<Base, 'wrap'>, deciding: Signing) {
  const signing = { wrap, signer: deciding.certificates }
  return {
    transfers: transfersIn(unit, signing),
    certification: certificationIn(unit, signing),
    certificatesOf: certificatesOfIn(unit),
  }
}

export function certificatesSurface({ store, publicUrl, report }: Base, { certificates }: Signing) {
  const app = certificatesApp({
    stateOf: (id) => certificateState(store.pool, id),
    publicKey: certificates.publicKey,
    publicUrl,
    report: (error) => report(error),
  })
  return { ...certificatesPlace, app }
}
