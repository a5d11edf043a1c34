package io.bloomery.image;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells one state of a file from another, and what a request's conditions make of it (RFC 9110
 * section 13).
 *
 * @param etag strong entity tag, in quotes
 * @param modified when the file changed, in whole seconds since 1970, as HTTP writes it
 */
record Validators(String etag, long modified) {
  /** A tag may hold commas, so a list of them is not split there (RFC 9110 section 8.8.3). */
  private static final Pattern TAG = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")");

  enum Verdict {
    SEND,
    NOT_MODIFIED,
    FAILED
  }

  /** In the order of RFC 9110 section 13.2.2, where a tag silences the date beside it. */
  Verdict judge(HttpServletRequest request) {
    List<String> match = values(request, "If-Match");
    if (match.isEmpty()) {
      long unmodified = date(request, "If-Unmodified-Since");
      if (unmodified >= 0 && modified > unmodified) {
        return Verdict.FAILED;
      }
    } else if (!mentions(match, false)) {
      return Verdict.FAILED;
    }
    List<String> noneMatch = values(request, "If-None-Match");
    if (noneMatch.isEmpty()) {
      long since = date(request, "If-Modified-Since");
      return since >= 0 && modified <= since ? Verdict.NOT_MODIFIED : Verdict.SEND;
    }
    return mentions(noneMatch, true) ? Verdict.NOT_MODIFIED : Verdict.SEND;
  }

  /**
   * Whether a part may be sent to a client that perhaps has the rest. A date is no strong
   * validator: a file can change twice within a second (RFC 9110 sections 8.8.2.2 and 13.1.5).
   */
  boolean partMayBeSent(HttpServletRequest request) {
    List<String> condition = values(request, "If-Range");
    return condition.isEmpty() || condition.equals(List.of(etag));
  }

  private boolean mentions(List<String> headers, boolean weaklyToo) {
    for (String header : headers) {
      if (header.strip().equals("*")) {
        return true;
      }
      Matcher tags = TAG.matcher(header);
      while (tags.find()) {
        if (tags.group(2).equals(etag) && (weaklyToo || tags.group(1) == null)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<String> values(HttpServletRequest request, String name) {
    Enumeration<String> values = request.getHeaders(name);
    return values == null ? List.of() : Collections.list(values);
  }

  /** Seconds, or -1 if there is none that can be read: such a one counts for nothing. */
  private static long date(HttpServletRequest request, String name) {
    try {
      return Math.floorDiv(request.getDateHeader(name), 1000L);
    } catch (IllegalArgumentException unreadable) {
      return -1;
    }
  }
}
