package io.featurestore.cli.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.featurestore.cli.ChildProcess;
import io.featurestore.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Runs `fs export` on AWS with every kind of profile. A server on this machine plays the services that give
/// credentials, and refuses. A run that ends with the refusal of the service has found everything that it
/// needs to call it.
///
/// The runs share three processes of their own, because credentials are read from the environment.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
    private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:feature-store-export";
    private static final String ROLE = "arn:aws:iam::123456789012:role/exporter";
    private static final String START_URL = "https://example.awsapps.com/start";
    private static final String LOGIN = "arn:aws:sts::123456789012:assumed-role/admin/me";
    private static final String DENIED =
            "User: arn:aws:iam::123456789012:user/me is not authorized to perform: sts:AssumeRole on resource: " + ROLE;

    @TempDir
    static Path home;

    private HttpServer server = server();
    private final Map<String, String> said = new HashMap<>();

    /// Runs the command once for each argument. An argument is a profile, or `name=value` for a system
    /// property that is set from then on.
    static final class Runs {
        private Runs() {}

        /// Prints the exit code and the standard error of each run.
        public static void main(String[] profiles) {
            for (String profile : profiles) {
                System.setProperty("aws.profile", profile);
                CommandRun run = profile.equals("stack")
                        ? CommandRun.of("export", "customers", "--stack", "s")
                        : CommandRun.of("export", "customers", "--state-machine", MACHINE, "--dry-run");
                System.out.println(profile + "|" + run.exitCode() + " "
                        + run.err().replace("📥 Exporting …\n", "").strip().replace('\n', '¶'));
            }
        }
    }

    @BeforeAll
    void run() throws Exception {
        server.createContext("/", this::refuse);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        writeConfig();
        writeTokens();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        said.putAll(runs(
                Map.of(
                        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                        address + "/metadata",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        address + "/container"),
                "sso-session",
                "sso-legacy",
                "sso-absent",
                "role-of-sso",
                "role",
                "role-of-instance",
                "role-of-container",
                "web-identity",
                "process",
                "login",
                "login-absent",
                "keys",
                "skewed",
                "stack",
                "unknown"));
        said.putAll(runs(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", address + "/none"), "nothing"));
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    @TestFactory
    List<DynamicTest> endsWithTheServicesOwnRefusal() {
        String again = "1 fs: Signing in to AWS failed: profile '%s' must be signed in again: run '%s'. ";
        String failed = "1 fs: Signing in to AWS failed: profile '%s' gave no credentials. ";
        return List.of(
                says(
                        "sso-session",
                        again.formatted("sso-session", "aws sso login --profile sso-session")
                                + "Sso says: Session token not found or invalid (UnauthorizedException)."),
                says(
                        "sso-legacy",
                        again.formatted("sso-legacy", "aws sso login --profile sso-legacy")
                                + "Sso says: Session token not found or invalid (UnauthorizedException)."),
                says(
                        "sso-absent",
                        again.formatted("sso-absent", "aws sso login --profile sso-absent") + "The AWS SDK says: "),
                says(
                        "role-of-sso",
                        again.formatted("role-of-sso", "aws sso login --profile sso-session")
                                + "Sso says: Session token not found or invalid (UnauthorizedException)."),
                says("role", failed.formatted("role") + "Sts says: " + DENIED + " (AccessDenied)."),
                says(
                        "role-of-instance",
                        failed.formatted("role-of-instance") + "Sts says: " + DENIED + " (AccessDenied)."),
                says(
                        "role-of-container",
                        failed.formatted("role-of-container") + "Sts says: " + DENIED + " (AccessDenied)."),
                says(
                        "web-identity",
                        failed.formatted("web-identity")
                                + "Sts says: No OpenIDConnect provider found (InvalidIdentityToken)."),
                says("process", failed.formatted("process") + "The AWS SDK says: "),
                says(
                        "login",
                        again.formatted("login", "aws login --profile login")
                                + "Signin says: The refresh token has expired (AccessDeniedException)."),
                says(
                        "login-absent",
                        again.formatted("login-absent", "aws login --profile login-absent") + "The AWS SDK says: "));
    }

    @TestFactory
    List<DynamicTest> saysWhatToDo() {
        return List.of(
                says(
                        "keys",
                        "1 fs: A call to AWS failed: AWS rejected the call: User: arn:aws:iam::123456789012:user/me is not "
                                + "authorized to perform: states:StartExecution on resource: " + MACHINE
                                + " (AccessDeniedException); ask for this permission: docs/policies/command.json has all "
                                + "permissions that this command needs."),
                says(
                        "skewed",
                        "1 fs: A call to AWS failed: AWS rejected the call: Signature expired: 20200101T000000Z is now "
                                + "earlier than 20200101T010000Z (InvalidSignatureException); the clock of this machine says "
                                + Instant.now().toString().substring(0, 10)),
                says(
                        "stack",
                        "1 fs: The stack 's' cannot be read: there is no AWS region; set AWS_REGION, or set region in your "
                                + "profile, or use --state-machine with an ARN, which names its region."),
                says(
                        "unknown",
                        "1 fs: Signing in to AWS failed: there is no profile 'unknown', which AWS_PROFILE names; the "
                                + "profiles here are base, keys, login, "),
                says(
                        "nothing",
                        "1 fs: Signing in to AWS failed: there are no AWS credentials (profile 'nothing' has none); set "
                                + "AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with 'aws sso "
                                + "login' or 'aws login'. The AWS SDK says: "));
    }

    /// GitHub Actions and EKS give a token file and a role in the environment.
    @Test
    void takesAWebIdentityFromTheEnvironment() throws Exception {
        assertThat(runs(
                        Map.of(
                                "AWS_WEB_IDENTITY_TOKEN_FILE",
                                home.resolve("token").toString(),
                                "AWS_ROLE_ARN",
                                ROLE,
                                "AWS_REGION",
                                "eu-west-1"),
                        "nothing"))
                .containsEntry(
                        "nothing",
                        "1 fs: Signing in to AWS failed: the web identity token in AWS_WEB_IDENTITY_TOKEN_FILE gave no "
                                + "credentials. Sts says: No OpenIDConnect provider found (InvalidIdentityToken).");
    }

    private DynamicTest says(String profile, String beginning) {
        return DynamicTest.dynamicTest(
                profile, () -> assertThat(said.get(profile)).as(profile).startsWith(beginning));
    }

    private Map<String, String> runs(Map<String, String> environment, String... profiles) throws Exception {
        List<String> command = new ArrayList<>(ChildProcess.command(Runs.class, profiles));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("FS_"));
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        home.toString(),
                        "AWS_CONFIG_FILE",
                        home.resolve("config").toString(),
                        "AWS_SHARED_CREDENTIALS_FILE",
                        home.resolve("credentials").toString(),
                        "AWS_ENDPOINT_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Map<String, String> lines = new HashMap<>();
        output.lines()
                .filter(line -> line.contains("|"))
                .forEach(
                        line -> lines.put(line.substring(0, line.indexOf('|')), line.substring(line.indexOf('|') + 1)));
        assertThat(lines.keySet()).as(output).containsExactlyInAnyOrder(profiles);
        return lines;
    }

    /// Answers as the service would that gets the request.
    private void refuse(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (path.startsWith("/metadata/latest/api/token")) {
            exchange.getResponseHeaders().add("x-aws-ec2-metadata-token-ttl-seconds", "21600");
            answer(exchange, 200, "token");
        } else if (path.startsWith("/metadata") && path.endsWith("/security-credentials/")) {
            answer(exchange, 200, "instance-role");
        } else if (path.startsWith("/metadata") && path.contains("security-credentials") || path.equals("/container")) {
            answer(exchange, 200, """
                    {"Code": "Success", "AccessKeyId": "AKIDBASE", "SecretAccessKey": "s", "Token": "t",
                     "Expiration": "2099-01-01T00:00:00Z", "LastUpdated": "2024-01-01T00:00:00Z"}""");
        } else if (path.startsWith("/federation/credentials")) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", "UnauthorizedException");
            answer(exchange, 401, "{\"message\": \"Session token not found or invalid\"}");
        } else if (path.equals("/v1/token")) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", "AccessDeniedException");
            answer(exchange, 403, """
                    {"error": "TOKEN_EXPIRED", "message": "The refresh token has expired"}""");
        } else if (body.contains("Action=AssumeRoleWithWebIdentity")) {
            answer(exchange, 400, sts("InvalidIdentityToken", "No OpenIDConnect provider found"));
        } else if (body.contains("Action=AssumeRole&")) {
            answer(exchange, 403, sts("AccessDenied", DENIED));
        } else if (target.endsWith("StartExecution") && key.contains("AKIDSKEWED")) {
            answer(exchange, 400, """
                    {"__type": "InvalidSignatureException",
                     "message": "Signature expired: 20200101T000000Z is now earlier than 20200101T010000Z"}""");
        } else if (target.endsWith("StartExecution")) {
            answer(exchange, 400, """
                    {"__type": "AccessDeniedException", "message": "User: arn:aws:iam::123456789012:user/me is not \
                    authorized to perform: states:StartExecution on resource: %s"}""".formatted(MACHINE));
        } else {
            answer(exchange, 404, "");
        }
    }

    private static String sts(String code, String message) {
        return "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                + "</Message></Error><RequestId>r</RequestId></ErrorResponse>";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void writeConfig() throws IOException {
        Path process = home.resolve("refuse.sh");
        Files.writeString(process, "#!/bin/sh\necho 'the vault is sealed' >&2\nexit 3\n");
        assertThat(process.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("token"), "web.identity.token");
        Files.writeString(home.resolve("credentials"), """
                [base]
                aws_access_key_id = AKIDBASE
                aws_secret_access_key = s
                [keys]
                aws_access_key_id = AKIDKEYS
                aws_secret_access_key = s
                [skewed]
                aws_access_key_id = AKIDSKEWED
                aws_secret_access_key = s
                [stack]
                aws_access_key_id = AKIDKEYS
                aws_secret_access_key = s
                """);
        Files.writeString(
                home.resolve("config"), """
                [sso-session company]
                sso_region = eu-west-1
                sso_start_url = %1$s
                [profile sso-session]
                sso_session = company
                sso_account_id = 123456789012
                sso_role_name = reader
                region = eu-west-1
                [profile sso-legacy]
                sso_start_url = %1$s
                sso_region = eu-west-1
                sso_account_id = 123456789012
                sso_role_name = reader
                [profile sso-absent]
                sso_start_url = https://other.awsapps.com/start
                sso_region = eu-west-1
                sso_account_id = 123456789012
                sso_role_name = reader
                [profile role-of-sso]
                role_arn = %2$s
                source_profile = sso-session
                region = eu-west-1
                [profile role]
                role_arn = %2$s
                source_profile = base
                region = eu-west-1
                [profile role-of-instance]
                role_arn = %2$s
                credential_source = Ec2InstanceMetadata
                region = eu-west-1
                [profile role-of-container]
                role_arn = %2$s
                credential_source = EcsContainer
                region = eu-west-1
                [profile web-identity]
                role_arn = %2$s
                web_identity_token_file = %3$s
                region = eu-west-1
                [profile process]
                credential_process = %4$s
                [profile login]
                login_session = %5$s
                region = eu-west-1
                [profile login-absent]
                login_session = arn:aws:sts::123456789012:assumed-role/admin/other
                region = eu-west-1
                [profile nothing]
                output = json
                """.formatted(START_URL, ROLE, home.resolve("token"), process, LOGIN));
    }

    /// Writes the tokens that `aws sso login` and `aws login` leave.
    private void writeTokens() throws Exception {
        Path sso = Files.createDirectories(home.resolve(".aws/sso/cache"));
        for (String name : List.of("company", START_URL)) {
            Files.writeString(sso.resolve(digest("SHA-1", name) + ".json"), """
                    {"startUrl": "%s", "region": "eu-west-1", "accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}""".formatted(START_URL));
        }
        Path login = Files.createDirectories(home.resolve(".aws/login/cache"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        Files.writeString(login.resolve(digest("SHA-256", LOGIN) + ".json"), """
                {"accessToken": {"accessKeyId": "AKIDLOGIN", "secretAccessKey": "s", "sessionToken": "t",
                  "accountId": "123456789012", "expiresAt": "2020-01-01T00:00:00Z"},
                 "tokenType": "aws_sigv4", "refreshToken": "r", "identityToken": "i",
                 "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "%s"}""".formatted(
                        pem(generator.generateKeyPair()).replace("\n", "\\n")));
    }

    /// Returns a key in the form of SEC 1, as `aws login` writes it (RFC 5915).
    private static String pem(KeyPair pair) {
        // The PKCS #8 form of Java holds the SEC 1 form as its last element.
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] spki = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(spki, spki.length - 65, spki.length);
        byte[] secret = secret(pkcs8);
        byte[] sec1 = HexFormat.of()
                .parseHex("30770201010420" + HexFormat.of().formatHex(secret) + "a00a06082a8648ce3d030107a144034200"
                        + HexFormat.of().formatHex(point));
        return "-----BEGIN EC PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(sec1)
                + "\n-----END EC PRIVATE KEY-----\n";
    }

    /// Finds the 32 bytes that follow the octet string's head in the PKCS #8 form.
    private static byte[] secret(byte[] pkcs8) {
        String hex = HexFormat.of().formatHex(pkcs8);
        int at = hex.indexOf("0201010420") + "0201010420".length();
        return HexFormat.of().parseHex(hex.substring(at, at + 64));
    }

    private static String digest(String algorithm, String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
