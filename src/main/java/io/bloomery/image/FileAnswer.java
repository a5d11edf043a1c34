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
 * @param etag entity tag, in quotes
 */
public record FileAnswer(Path file, long length, String etag) {
  // Tomcat's names: org.apache.coyote.http11.Constants and org.apache.catalina.Globals.
  private static final String SENDFILE = "org.apache.tomcat.sendfile.";

  /** The file as it is now; its entity tag changes with its length or time. */
  public static FileAnswer of(Path file) throws IOException {
    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
    long length = facts.size();
    String etag =
        "\""
            + Long.toHexString(length)
            + "-"
            + Long.toHexString(facts.lastModifiedTime().toMillis())
            + "\"";
    return new FileAnswer(file, length, etag);
  }

  /** A file whose name is the digest of what is in it. */
  public static FileAnswer of(Path file, String digest) throws IOException {
    return new FileAnswer(file, Files.size(file), "\"" + digest + "\"");
  }

  public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("ETag", etag);
    response.setHeader("Accept-Ranges", "bytes");
    if (mentions(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType("application/octet-stream");
    String condition = request.getHeader("If-Range");
    String header = request.getHeader("Range");
    boolean whole = header == null || condition != null && !condition.equals(etag);
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
    if (!request.getMethod().equals("HEAD") && range.length() > 0) {
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

  private boolean mentions(String header) {
    if (header == null) {
      return false;
    }
    for (String tag : header.split(",")) {
      String one = tag.trim();
      if (one.equals("*") || one.equals(etag) || one.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }
}
