package io.bloomery.web;

import org.springframework.web.util.HtmlUtils;

/**
 * A page, written by hand: there are two of them, and what varies in them is a few cells.
 * Everything that comes from outside goes through {@link #text}.
 */
public final class Html {
  private Html() {}

  /** Text as it may stand between tags and in quoted attributes. */
  public static String text(Object value) {
    return HtmlUtils.htmlEscape(value == null ? "" : value.toString());
  }

  /**
   * A whole document.
   *
   * @param head further elements for the head
   */
  public static String page(String title, String head, String body) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s · Bloomery</title>
    <link rel="icon" href="/assets/icon.svg">
    <link rel="stylesheet" href="/assets/bloomery.css">
    %s</head>
    <body>
    %s</body>
    </html>
    """
        .formatted(text(title), head, body);
  }
}
