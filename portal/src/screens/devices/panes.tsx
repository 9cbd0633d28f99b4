/** The panes and dialogs of the list; each is loaded when it opens. */
import { lazy, type ReactNode, Suspense } from 'react'
import type { OpenPane } from './context.ts'

const EditOne = lazy(async () => ({
  default: (await import('./edit/edit-one.tsx')).EditOne,
}))
const EditMany = lazy(async () => ({
  default: (await import('./edit/edit-many.tsx')).EditMany,
}))
const DeleteDialog = lazy(async () => ({
  default: (await import('./edit/delete-dialog.tsx')).DeleteDialog,
}))
const PlanPane = lazy(async () => ({
  default: (await import('./edit/plan-pane.tsx')).PlanPane,
}))
const RepairPane = lazy(async () => ({
  default: (await import('../repairs/open-pane.tsx')).OpenPane,
}))
const ExportHashes = lazy(async () => ({
  default: (await import('./edit/export-hashes.tsx')).ExportHashes,
}))

type Open = {
  readonly pane: OpenPane
  readonly onClose: () => void
  /** Called when a deletion has begun; absent where nothing is selected. */
  readonly onDeleted?: () => void
}

export function Panes(open: Open): ReactNode {
  return <Suspense fallback={null}>{paneOf(open)}</Suspense>
}

function paneOf({ pane, onClose, onDeleted }: Open): ReactNode {
  switch (pane.kind) {
    case 'edit-one':
      return <EditOne device={pane.device} onClose={onClose} />
    case 'repair':
      return <RepairPane device={pane.device} onClose={onClose} />
    case 'edit-many':
      return <EditMany chosen={pane.chosen} onClose={onClose} />
    case 'delete':
      return <DeleteDialog chosen={pane.chosen} onClose={onClose} onDeleted={onDeleted} />
    case 'remove':
      return <PlanPane chosen={pane.chosen} onClose={onClose} />
    default:
      return <ExportHashes chosen={pane.chosen} onClose={onClose} />
  }
}
