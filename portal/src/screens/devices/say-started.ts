/** A change of many devices has begun: where it is seen, and the way back. */
import type { Job } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { takeBack } from '../../api/jobs.ts'
import { queryClient } from '../../api/query-client.ts'
import { texts } from '../../texts/texts.ts'

const { common, deviceEdit, jobs } = texts

export function sayStarted({ id, counts }: Job): void {
  notify({
    text: deviceEdit.started(counts.asked),
    action: { label: common.undo, run: () => void undo(id) },
  })
}

async function undo(id: string): Promise<void> {
  let wasChanged = false
  const isDone = await attempt(async () => {
    wasChanged = await takeBack(id)
  })
  if (!isDone) return
  notify({ text: wasChanged ? jobs.undone : jobs.notBegun, intent: 'info' })
  await queryClient.invalidateQueries({ queryKey: ['devices'] })
}
