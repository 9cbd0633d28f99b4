/** What acts on the pages change, on the whole database or in one transaction of it. */
import { applicationsIn } from '../../storage/applications/applications.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { PagePorts } from '../core/page-ports.ts'
import { consentsIn } from './consents.ts'
import { peopleIn } from './people.ts'
import { signInsIn } from './sign-ins.ts'

export function pagePortsIn(unit: Store): PagePorts {
  return {
    signIns: signInsIn(unit),
    people: peopleIn(unit),
    applications: applicationsIn(unit),
    consents: consentsIn(unit),
  }
}
