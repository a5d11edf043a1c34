package io.bloomery.node;

import java.util.Locale;

/** {@code WriteImageTopic} serves {@code node.write-image}. */
final class TopicNames {
  private TopicNames() {}

  static String of(Class<?> type) {
    String verb =
        type.getSimpleName().replaceFirst("Topic$", "").replaceAll("(?<=[a-z])([A-Z])", "-$1");
    return "node." + verb.toLowerCase(Locale.ROOT);
  }
}
