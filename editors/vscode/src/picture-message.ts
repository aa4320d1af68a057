/** What the extension tells the page. */
export interface PictureMessage {
  /** Undefined where none could be drawn: then the last one stays, pale. */
  readonly svg?: string;
  readonly problem?: string;
}
