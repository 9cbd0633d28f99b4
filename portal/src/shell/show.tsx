import { createRoot } from 'react-dom/client'
import '../look/styles/shell.css'
import '../look/styles/navigation.css'
import '../look/styles/bars.css'
import '../look/styles/adapted-shell.css'
import '../look/styles/blocks.css'
import '../look/styles/signs.css'
import '../look/styles/figures.css'
import '../look/styles/adapted-parts.css'
import '../look/styles/tasks.css'
import '../look/styles/grid.css'
import '../look/styles/filters.css'
import '../look/styles/paper.css'
import { App } from './app.tsx'
import { type Alone, PageAlone } from './page-alone.tsx'

/** Puts the portal into the page; without a session only what needs none. */
export function showApp(root: HTMLElement, alone: Alone | undefined): void {
  createRoot(root).render(alone === undefined ? <App /> : <PageAlone page={alone} />)
}
