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
const ExportHashes = lazy(async () => ({
  default: (await import('./edit/export-hashes.tsx')).ExportHashes,
}))

export function Panes({ pane, onClose }: { pane: OpenPane; onClose: () => void }): ReactNode {
  return <Suspense fallback={null}>{paneOf(pane, onClose)}</Suspense>
}

function paneOf(pane: OpenPane, onClose: () => void): ReactNode {
  switch (pane.kind) {
    case 'edit-one':
      return <EditOne device={pane.device} onClose={onClose} />
    case 'edit-many':
      return <EditMany chosen={pane.chosen} onClose={onClose} />
    case 'delete':
      return <DeleteDialog chosen={pane.chosen} onClose={onClose} />
    default:
      return <ExportHashes chosen={pane.chosen} onClose={onClose} />
  }
}
