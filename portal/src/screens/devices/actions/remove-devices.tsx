import { BinRecycle20Regular } from '@fluentui/react-icons'
import type { Action } from '../../../act/action.ts'
import { texts } from '../../../texts/texts.ts'
import type { DevicesContext } from '../context.ts'

/** As many as a plan takes. */
const maxDevices = 1_000

/** Of rows that were seen: a plan names each device by its id. */
export const removeDevices: Action<Pick<DevicesContext, 'chosen' | 'open'>> = {
  name: 'remove',
  label: () => texts.deviceActs.remove,
  icon: <BinRecycle20Regular />,
  permission: 'removals.plan',
  isEnabled: ({ chosen }) =>
    chosen !== undefined && chosen.seen.length === chosen.count && chosen.count <= maxDevices,
  run({ chosen, open }) {
    if (chosen !== undefined) open({ kind: 'remove', chosen })
  },
}
