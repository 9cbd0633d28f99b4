/** In which code page a file is, where its letters may have been read wrongly. */
import { Field, Select } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { visible } from '../../look/outside-text.tsx'
import { codePageNames } from '../../texts/code-page-names.ts'
import { texts } from '../../texts/texts.ts'
import type { Ask, CheckedFile } from './worker-messages.ts'

const { importing } = texts

export function CodePageField({
  file: { id, codePage },
  onAsk,
}: {
  file: CheckedFile
  onAsk: (ask: Ask) => void
}): ReactNode {
  if (codePage === undefined) return null
  const { current, choices } = codePage
  return (
    <Field label={importing.codePage} hint={importing.codePageHint}>
      <Select
        value={current}
        onChange={(_, { value }) => {
          const chosen = choices.find(({ page }) => page === value)
          if (chosen !== undefined) onAsk({ kind: 'encode', id, page: chosen.page })
        }}
      >
        {choices.map(({ page, names }) => (
          <option key={page} value={page}>
            {`${names.map(visible).join(', ')} – ${codePageNames[page]}`}
          </option>
        ))}
      </Select>
    </Field>
  )
}
