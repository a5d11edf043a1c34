package io.bloomery.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpBodyTest {
  @Test
  void readsChunksThatComeByteByByte() throws IOException {
    String text =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    HttpBody body = new HttpBody(false, null);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      assertEquals(
          i == bytes.length - 1, body.take(ByteBuffer.wrap(bytes, i, 1)), "complete at " + i);
    }
    assertEquals("abcde", body.answer().text());
    assertTrue(body.keepAlive());
  }

  @Test
  void readsToTheEndWithoutLength() throws IOException {
    HttpBody body = new HttpBody(false, null);
    assertFalse(body.take(bytes("HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nabc")));
    assertTrue(body.endOfStream());
    assertEquals("abc", body.answer().text());
    assertFalse(body.keepAlive());
  }

  @Test
  void noContentHasNoBody() throws IOException {
    HttpBody body = new HttpBody(false, null);
    assertTrue(body.take(bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")));
    assertEquals(204, body.answer().status());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
