import { createRoot } from 'react-dom/client'
import '../look/shell.css'
import '../look/navigation.css'
import '../look/bars.css'
import '../look/adapted-shell.css'
import '../look/blocks.css'
import '../look/signs.css'
import '../look/figures.css'
import '../look/adapted-parts.css'
import '../look/tasks.css'
import '../look/grid.css'
import '../look/filters.css'
import '../look/paper.css'
import { App } from './app.tsx'
import { type Alone, PageAlone } from './page-alone.tsx'

/** Puts the portal into the page; without a session only what needs none. */
export function showApp(root: HTMLElement, alone: Alone | undefined): void {
  createRoot(root).render(alone === undefined ? <App /> : <PageAlone page={alone} />)
}
