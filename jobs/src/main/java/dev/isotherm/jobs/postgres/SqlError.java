package dev.isotherm.jobs.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** What an error of the database means for those who write to it. */
public enum SqlError {
  /** The server cannot be reached, or is starting, stopping or overloaded. */
  UNREACHABLE(""),
  /** The server accepts no changes, as a standby does. */
  READ_ONLY("accepts no changes: "),
  /** Disk or memory of the server are exhausted. */
  FULL("is full: "),
  /** Another transaction was in the way: the same statements may succeed now. */
  CONFLICT(""),
  /** The user, the password, the database or a privilege is wrong. */
  REFUSED(""),
  /** A value cannot be stored. */
  BAD_VALUE(""),
  /** Anything else. */
  OTHER("");

  /** The driver lacks what the server asks for, such as a password. */
  private static final String REJECTED = "08004";

  private static final Set<String> STOPPING = Set.of("57P01", "57P02", "57P03", "53300");
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

  private final String words;

  SqlError(String words) {
    this.words = words;
  }

  /** Returns the kind of an error, by its SQLSTATE. */
  public static SqlError of(SQLException error) {
    String state = error.getSQLState() == null ? "08" : error.getSQLState();
    if (state.equals(REJECTED)) {
      return REFUSED;
    }
    if (state.startsWith("08") || STOPPING.contains(state)) {
      return UNREACHABLE;
    }
    if (CONFLICTS.contains(state)) {
      return CONFLICT;
    }
    if (state.equals("25006")) {
      return READ_ONLY;
    }
    if (state.startsWith("53")) {
      return FULL;
    }
    if (state.startsWith("28") || state.equals("3D000") || state.equals("42501")) {
      return REFUSED;
    }
    boolean isValue = List.of("22", "23", "54").contains(state.substring(0, 2));
    return isValue ? BAD_VALUE : OTHER;
  }

  /** Whether a partition that a row belongs in is not there. */
  static boolean isWithoutPartition(SQLException error) {
    return "23514".equals(error.getSQLState())
        && error instanceof PSQLException server
        && server.getServerErrorMessage() != null
        && server.getServerErrorMessage().getConstraint() == null;
  }

  /** Whether a later try may succeed, though nobody changes the configuration. */
  public boolean isTransient() {
    return switch (this) {
      case UNREACHABLE, READ_ONLY, FULL, CONFLICT -> true;
      case REFUSED, BAD_VALUE, OTHER -> false;
    };
  }

  /** Says in one sentence what is wrong. */
  public static String describe(PostgresSettings settings, SQLException error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage().strip();
    String first = message.lines().findFirst().orElse("");
    return "database " + settings.database() + ": " + of(error).words + first;
  }
}
