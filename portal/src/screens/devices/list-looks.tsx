/** Which columns, and how high the rows. */
import {
  Button,
  Menu,
  MenuDivider,
  MenuItemCheckbox,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { ColumnTriple20Regular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { texts } from '../../texts/texts.ts'
import { deviceColumns } from './columns.tsx'
import { keepColumns, useShownColumns } from './kept-columns.ts'
import { type Density, densities, type ListState } from './list-state.ts'
import type { ChangeList } from './use-list-state.ts'

const { deviceList } = texts

export function ListLooks({
  state,
  onChange,
}: {
  state: ListState
  onChange: ChangeList
}): ReactNode {
  const shown = useShownColumns(state.columns)
  return (
    <Menu
      checkedValues={{ columns: [...shown], density: [state.density] }}
      onCheckedValueChange={(_, { name, checkedItems }) => {
        if (name === 'density') return onChange({ density: checkedItems[0] as Density }, true)
        // Those that were shown keep their order; new ones come last.
        const kept = shown.filter((key) => checkedItems.includes(key))
        const columns = [...kept, ...checkedItems.filter((key) => !kept.includes(key))]
        keepColumns(columns)
        onChange({ columns }, true)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<ColumnTriple20Regular />}
          aria-label={deviceList.chooseColumns}
          title={deviceList.chooseColumns}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList hasCheckmarks>
          {deviceColumns.map(({ key, title }) => (
            <MenuItemCheckbox
              key={key}
              name="columns"
              value={key}
              disabled={key === 'serialNumber'}
            >
              {title}
            </MenuItemCheckbox>
          ))}
          <MenuDivider />
          {(Object.keys(densities) as Density[]).map((density) => (
            <MenuItemRadio key={density} name="density" value={density}>
              {deviceList[density]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
