/** Tabs of a screen. Where they are wider than the window, the chosen one is in sight. */
import { Tab, TabList } from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef } from 'react'

export type TabsProps<Key extends string | number> = {
  readonly of: readonly (readonly [key: Key, label: string])[]
  readonly chosen: Key
  readonly onChoose: (key: Key) => void
  readonly label?: string
  /** Where each tab belongs to a panel: its id. */
  readonly panel?: string
}

export function Tabs<Key extends string | number>(props: TabsProps<Key>): ReactNode {
  const { of, chosen, onChoose, label, panel } = props
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is chosen.
  useEffect(() => {
    const { current } = list
    if (current === null) return undefined
    const observer = new ResizeObserver(() =>
      current
        .querySelector('[aria-selected="true"]')
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [chosen])
  return (
    <div ref={list} className="tabs">
      <TabList
        size="small"
        aria-label={label}
        selectedValue={chosen}
        onTabSelect={(_, { value }) => onChoose(value as Key)}
      >
        {of.map(([key, words]) => (
          <Tab
            key={key}
            value={key}
            {...(panel !== undefined && { id: `tab-${key}`, 'aria-controls': panel })}
          >
            {words}
          </Tab>
        ))}
      </TabList>
    </div>
  )
}
