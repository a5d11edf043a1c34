package io.bloomery.image;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Answers GET and HEAD for one file, whole or in part (RFC 9110 sections 13 and 14). The kernel
 * copies the file to the socket where Tomcat can do that; no thread waits for slow readers then.
 *
 * @param validators what tells this state of the file from others
 */
public record FileAnswer(Path file, long length, Validators validators) {
  // Tomcat's names: org.apache.coyote.http11.Constants and org.apache.catalina.Globals.
  private static final String SENDFILE = "org.apache.tomcat.sendfile.";

  /** The file as it is now; its entity tag changes with its length or time. */
  public static FileAnswer of(Path file) throws IOException {
    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
    return of(
        file,
        facts,
        Long.toHexString(facts.size())
            + "-"
            + Long.toHexString(facts.lastModifiedTime().toMillis()));
  }

  /** A file whose name is the digest of what is in it. */
  public static FileAnswer of(Path file, String digest) throws IOException {
    return of(file, Files.readAttributes(file, BasicFileAttributes.class), digest);
  }

  private static FileAnswer of(Path file, BasicFileAttributes facts, String tag) {
    // A date that is still to come may not be sent (RFC 9110 section 8.8.2.1).
    long modified = Math.min(facts.lastModifiedTime().toMillis(), System.currentTimeMillis());
    return new FileAnswer(
        file, facts.size(), new Validators("\"" + tag + "\"", Math.floorDiv(modified, 1000L)));
  }

  public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("ETag", validators.etag());
    response.setDateHeader("Last-Modified", validators.modified() * 1000);
    response.setHeader("Accept-Ranges", "bytes");
    switch (validators.judge(request)) {
      case NOT_MODIFIED -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      case FAILED -> response.setStatus(HttpServletResponse.SC_PRECONDITION_FAILED);
      case SEND -> sendAsAsked(request, response);
    }
  }

  private void sendAsAsked(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/octet-stream");
    boolean head = request.getMethod().equals("HEAD");
    String header = request.getHeader("Range");
    // Only GET knows ranges (RFC 9110 section 14.2).
    boolean whole = head || header == null || !validators.partMayBeSent(request);
    ByteRange range = whole ? ByteRange.whole(length) : ByteRange.of(header, length);
    if (range == null) {
      response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
      response.setHeader("Content-Range", "bytes */" + length);
      return;
    }
    if (range.part()) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader(
          "Content-Range", "bytes " + range.from() + "-" + (range.to() - 1) + "/" + length);
    }
    response.setContentLengthLong(range.length());
    if (!head && range.length() > 0) {
      body(range, request, response);
    }
  }

  private void body(ByteRange range, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Boolean.TRUE.equals(request.getAttribute(SENDFILE + "support"))) {
      request.setAttribute(SENDFILE + "filename", file.toRealPath().toString());
      request.setAttribute(SENDFILE + "start", range.from());
      request.setAttribute(SENDFILE + "end", range.to());
      return;
    }
    try (RandomAccessFile from = new RandomAccessFile(file.toFile(), "r")) {
      from.seek(range.from());
      OutputStream to = response.getOutputStream();
      byte[] buffer = new byte[64 << 10];
      long left = range.length();
      while (left > 0) {
        int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException(file + " became shorter while it was sent");
        }
        to.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}
