package io.featurestore.local.states.run;

import io.featurestore.local.http.ServiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Builds and checks the Amazon Resource Names (ARNs) of one account and one region.
public record Arns(String account, String region) {
    private static final Pattern MACHINE = Pattern.compile("arn:aws:states:[^:]+:[^:]+:stateMachine:([^:/]+)");
    private static final Pattern EXECUTION = Pattern.compile("arn:aws:states:[^:]+:[^:]+:execution:([^:/]+):([^:]+)");
    private static final Pattern MAP_RUN = Pattern.compile("arn:aws:states:[^:]+:[^:]+:mapRun:[^:/]+/[^:]+:[^:]+");

    public String machine(String name) {
        return of("stateMachine", name);
    }

    public String execution(String machineName, String name) {
        return of("execution", machineName + ":" + name);
    }

    String mapRun(String machineName, String label, String id) {
        return of("mapRun", machineName + "/" + label + ":" + id);
    }

    /// Returns the ARN of a child execution of a distributed map. The `type` is EXPRESS or STANDARD.
    String child(String machineName, String label, String type, String mapRunId, String name) {
        return type.equals("EXPRESS")
                ? of("express", machineName + "/" + label + ":" + mapRunId + ":" + name)
                : of("execution", machineName + "/" + label + ":" + name);
    }

    public String role() {
        return "arn:aws:iam::" + account + ":role/local-states";
    }

    /// Returns the ARN of a state machine unchanged.
    ///
    /// @throws ServiceException `InvalidArn` if the text is not such an ARN
    public static String checkedMachine(String arn) {
        return checked(MACHINE, arn);
    }

    public static String checkedExecution(String arn) {
        return checked(EXECUTION, arn);
    }

    public static String checkedMapRun(String arn) {
        return checked(MAP_RUN, arn);
    }

    /// Returns the last part of an ARN, which is the name.
    public static String machineName(String machineArn) {
        return machineArn.substring(machineArn.lastIndexOf(':') + 1);
    }

    private static String checked(Pattern pattern, String arn) {
        Matcher matcher = pattern.matcher(arn);
        if (!matcher.matches()) {
            throw new ServiceException(400, "InvalidArn", "Invalid Arn: '" + arn + "'");
        }
        return arn;
    }

    private String of(String type, String rest) {
        return "arn:aws:states:" + region + ":" + account + ":" + type + ":" + rest;
    }
}
