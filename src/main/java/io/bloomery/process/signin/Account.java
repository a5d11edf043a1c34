package io.bloomery.process.signin;

import java.io.Serializable;
import java.security.Principal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A person who may sign in, as of a moment ago.
 *
 * @param groups ids of the groups it is in
 * @param stamp changes when the password does, which ends the sessions of the old one
 */
public record Account(String name, Set<String> groups, String stamp)
    implements Principal, Serializable {
  private static final long serialVersionUID = 1L;

  public Account {
    groups = Set.copyOf(groups);
  }

  @Override
  public String getName() {
    return name;
  }

  public boolean is(Role role) {
    return groups.contains(role.group());
  }

  public Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Arrays.stream(Role.values()).filter(this::is).forEach(roles::add);
    return roles;
  }

  /** Whether this person sees machines that are lent to others. */
  public boolean seesEverything() {
    return is(Role.ADMINISTRATOR) || is(Role.OPERATOR) || is(Role.VIEWER);
  }

  /** Whether this person looks after the pool. */
  public boolean managesMachines() {
    return is(Role.ADMINISTRATOR) || is(Role.OPERATOR);
  }
}
