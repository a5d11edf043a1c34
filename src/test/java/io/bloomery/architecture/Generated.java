package io.bloomery.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a document that is made from code, between {@code <!-- name -->} and {@code <!-- /name
 * -->}. {@code mvn test -Dtest=DocumentsTest -Dbloomery.regenerate=true} writes it; without that, a
 * difference fails.
 */
record Generated(Path document, String name) {

  void mustBe(String wanted) throws IOException {
    mustBe(wanted, Boolean.getBoolean("bloomery.regenerate"));
  }

  void mustBe(String wanted, boolean regenerate) throws IOException {
    String text = Files.readString(document);
    Matcher part = marked().matcher(text);
    assertThat(part.find()).as("%s has the marks of %s", document, name).isTrue();
    if (regenerate) {
      String replaced = text.substring(0, part.start(1)) + wanted + text.substring(part.end(1));
      Files.writeString(document, replaced);
    } else {
      assertThat(part.group(1))
          .as("%s in %s; -Dbloomery.regenerate=true writes it anew", name, document)
          .isEqualTo(wanted);
    }
  }

  private Pattern marked() {
    return Pattern.compile("<!-- " + name + " -->\n(.*?)<!-- /" + name + " -->", Pattern.DOTALL);
  }
}
