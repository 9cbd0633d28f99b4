/** Transfers between tenants, and their certificates. */
import { accessBy } from '../../core/access/decide.ts'
import { rolesIn } from '../../storage/access/roles.ts'
import type { Store } from '../../storage/sql/store.ts'
import { certificatesOfIn, certificationIn } from '../../storage/transfers/certification.ts'
import { transfersIn } from '../../storage/transfers/transfers.ts'
import type { Base } from '../base.ts'
import type { Deciding } from '../deciding.ts'
import { standingIn } from './standing-ports.ts'

type Signing = Pick<Deciding, 'certificates'>

export function transferPortsIn(unit: Store, { wrap }: Pick<Base, 'wrap'>, deciding: Signing) {
  const signing = { wrap, signer: deciding.certificates }
  return {
    transfers: transfersIn(unit, signing),
    standing: standingIn(unit, { access: accessBy(rolesIn(unit)) }),
    certification: certificationIn(unit, signing),
    certificatesOf: certificatesOfIn(unit),
  }
}
