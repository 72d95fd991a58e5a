import themes from './themes.json' with { type: 'json' }

/** Dark Modern, Light Modern and the two high-contrast themes of VS Code. */
export type ThemeName = keyof typeof themes

/** What VS Code writes into the style of a webview's root: the colours of a theme. */
export function themeStyle(theme: ThemeName): string {
  return Object.entries(themes[theme])
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ')
    .replaceAll('"', "'")
}
