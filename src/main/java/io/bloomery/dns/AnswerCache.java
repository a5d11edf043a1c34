package io.bloomery.dns;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What others answered lately, until its time is over; who was not asked for longest goes first.
 */
final class AnswerCache {
  /** Two clients with the same key can be given the same answer. */
  record Key(WireName name, int type, boolean dnssec, boolean unchecked) {
    static Key of(Query query) {
      return new Key(query.name, query.type, query.dnssecOk, query.wants(Query.CHECKING_DISABLED));
    }
  }

  private final Map<Key, ForwardedAnswer> answers;

  AnswerCache(int most) {
    answers =
        new LinkedHashMap<>(256, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, ForwardedAnswer> eldest) {
            return size() > most;
          }
        };
  }

  /** Null if it is not known, or no more. */
  synchronized ForwardedAnswer get(Key key, long now) {
    ForwardedAnswer answer = answers.get(key);
    if (answer != null && answer.over(now)) {
      answers.remove(key);
      return null;
    }
    return answer;
  }

  synchronized void put(Key key, ForwardedAnswer answer) {
    if (answer.ttl() > 0) {
      answers.put(key, answer);
    }
  }
}
