import type { Shape } from '../../../shared/index.ts'

/** One line drawing of 16 by 16 pixels for each kind of box: a font of icons would have to be in every file. */
export const symbols: Readonly<Record<Shape, string>> = {
  // An arrow that leaves a bracket.
  source: 'M6 2.5 H2.5 V13.5 H6 M6 8 H13.5 M10.5 5 L13.5 8 L10.5 11',
  // A wheel with four paddles.
  transformation: 'M8 4.5 A3.5 3.5 0 1 1 7.99 4.5 M8 1.5 V4.5 M8 11.5 V14.5 M1.5 8 H4.5 M11.5 8 H14.5',
  // A key.
  keyed: 'M5 5 A3 3 0 1 1 4.99 5 M8 8 H14.5 M14.5 8 V11 M11.5 8 V10',
  // A clock.
  window: 'M8 2 A6 6 0 1 1 7.99 2 M8 4.5 V8 L10.5 9.5',
  // Two lines that become one.
  join: 'M1.5 3.5 H4 L8 8 L4 12.5 H1.5 M8 8 H14.5 M12 5.5 L14.5 8 L12 10.5',
  // An arrow that enters a bracket.
  sink: 'M10 2.5 H13.5 V13.5 H10 M1.5 8 H10 M7 5 L10 8 L7 11',
  // A ring that waits for something.
  open: 'M8 4.5 A3.5 3.5 0 1 1 7.99 4.5',
  // A question.
  opaque: 'M5.5 5.5 A2.5 2.5 0 1 1 8.8 7.9 Q8 8.3 8 9.5 M8 12.5 V12.6',
  // A box of boxes.
  group: 'M2.5 2.5 H13.5 V13.5 H2.5 Z M5 5 H8 V8 H5 Z M8 8 H11 V11 H8 Z',
}
