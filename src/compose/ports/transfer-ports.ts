/** Transfers between tenants, and their certificates. */
import type { Store } from '../../storage/sql/store.ts'
import { certificatesOfIn, certificationIn } from '../../storage/transfers/certification.ts'
import { transfersIn } from '../../storage/transfers/transfers.ts'
import type { Base } from '../base.ts'
import type { Deciding } from '../deciding.ts'

type Signing = Pick<Deciding, 'certificates'>

export function transferPortsIn(unit: Store, { wrap }: Pick<Base, 'wrap'>, deciding: Signing) {
  const signing = { wrap, signer: deciding.certificates }
  return {
    transfers: transfersIn(unit, signing),
    certification: certificationIn(unit, signing),
    certificatesOf: certificatesOfIn(unit),
  }
}
