import { Copy20Regular } from '@fluentui/react-icons'
import type { Action } from '../../../act/action.ts'
import { notify } from '../../../act/notify.tsx'
import { copyText } from '../../../look/clipboard.ts'
import { texts } from '../../../texts/texts.ts'
import type { DevicesContext } from '../context.ts'

/** Of the rows that were seen: what is only counted has no serial numbers here. */
export const copySerialNumbers: Action<Pick<DevicesContext, 'chosen'>> = {
  name: 'copy-serial-numbers',
  label: () => texts.deviceActs.copySerials,
  icon: <Copy20Regular />,
  isEnabled: ({ chosen }) => chosen !== undefined && chosen.seen.length === chosen.count,
  async run({ chosen }) {
    if (chosen === undefined) return
    const serials = chosen.seen
      .map(({ serialNumber }) => serialNumber)
      .filter((each) => each !== '')
    await copyText(serials.join('\n'))
    notify({ text: texts.deviceActs.serialsCopied(serials.length) })
  },
}
