/** What is selected over all pages, in the place of the filters. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { ActionButtons } from '../../act/action-buttons.tsx'
import { allSelected, nothingSelected, type Selection } from '../../grid/selection.ts'
import { texts } from '../../texts/texts.ts'
import { copySerialNumbers } from './actions/copy-serial-numbers.tsx'
import { deleteDevices } from './actions/delete-devices.tsx'
import { editDevices } from './actions/edit-devices.tsx'
import { exportColumns } from './actions/export-devices.tsx'
import { removeDevices } from './actions/remove-devices.tsx'
import { unassignUser } from './actions/unassign-user.tsx'
import type { DevicesContext } from './context.ts'

const { deviceList, deviceActs } = texts
const acts = [editDevices, deleteDevices, removeDevices]
const rarer = [unassignUser, exportColumns, copySerialNumbers]

export type SelectionBarProps = {
  readonly context: DevicesContext
  readonly onSelection: (selection: Selection) => void
}

export function SelectionBar({ context, onSelection }: SelectionBarProps): ReactNode {
  const { chosen, total } = context
  if (chosen === undefined) return null
  return (
    <div className="chosen">
      <strong role="status">{deviceList.selected(chosen.count)}</strong>
      {chosen.count < total && (
        <Button size="small" appearance="transparent" onClick={() => onSelection(allSelected)}>
          {deviceList.selectAll(total)}
        </Button>
      )}
      <Button size="small" appearance="transparent" onClick={() => onSelection(nothingSelected)}>
        {deviceList.clear}
      </Button>
      <span className="grow" />
      <ActionButtons
        name={deviceList.selected(chosen.count)}
        actions={acts}
        more={rarer}
        moreLabel={deviceActs.more}
        context={context}
      />
    </div>
  )
}
