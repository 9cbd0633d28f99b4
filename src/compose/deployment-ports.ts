/** Storage of first boots, for the devices themselves and for their administrators. */

import type { Wrap } from '../core/wrap.ts'
import { contactLogIn } from '../storage/deployment/contact-log.ts'
import { deploymentEventsIn } from '../storage/deployment/deployment-events.ts'
import { deploymentPoliciesIn } from '../storage/deployment/deployment-policies.ts'
import { deviceKeysIn } from '../storage/deployment/device-keys.ts'
import { disputesIn } from '../storage/disputes/disputes.ts'
import { identityLookupIn } from '../storage/identity/histories.ts'
import type { Store } from '../storage/sql/store.ts'

export function deploymentPortsIn(store: Store, wrap: Wrap) {
  return {
    lookup: identityLookupIn(store, wrap),
    log: contactLogIn(store),
    policies: deploymentPoliciesIn(store),
    disputes: disputesIn(store, wrap),
    deviceKeys: deviceKeysIn(store),
    deploymentEvents: deploymentEventsIn(store),
  }
}
