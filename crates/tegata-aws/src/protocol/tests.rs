use http::Request;
use proptest::prelude::*;
use serde_json::json;

use super::limits::VALUES_MAX;
use super::*;
use crate::contract::{SERVICES, service};

fn decoded(name: &str, request: Request<&[u8]>) -> Result<Call, WireError> {
    let (parts, body) = request.into_parts();
    decode(service(name).expect("a service"), &parts, body)
}

fn post(body: &'static str) -> Request<&'static [u8]> {
    Request::post("/").body(body.as_bytes()).expect("a request")
}

fn text(response: &Response<Bytes>) -> &str {
    std::str::from_utf8(response.body()).expect("text")
}

#[test]
fn json_is_read_and_unknown_members_are_passed_over() {
    let request = Request::post("/").header("x-amz-target", "CertificateManager.RequestCertificate");
    let body = br#"{"DomainName":"example.com","New":1,"ValidationMethod":null}"#;
    let call = decoded("acm", request.body(&body[..]).expect("a request")).expect("a call");
    assert_eq!(call.input, json!({"DomainName": "example.com"}));
}

#[test]
fn json_of_another_kind_is_refused() {
    for (body, told) in [
        (&b"{1"[..], "The body is not JSON"),
        (b"{} {}", "The body is not JSON"),
        (b"[]", "Expected a structure and found a list."),
        (br#"{"DomainName":1}"#, "Expected a string and found a number."),
        (br#"{"SubjectAlternativeNames":"x"}"#, "Expected a list and found a string."),
    ] {
        let request = Request::post("/").header("x-amz-target", "CertificateManager.RequestCertificate");
        let error = decoded("acm", request.body(body).expect("a request")).expect_err("refused");
        assert_eq!(error.code, "SerializationException");
        assert!(error.message.starts_with(told), "{}", error.message);
    }
}

#[test]
fn times_beyond_the_calendar_are_refused() {
    for number in ["1e308", "-1e308", "253402300800", "9e15", "18446744073709551615"] {
        let body = format!(
            r#"{{"FilterStatement":{{"Filter":{{"X509AttributeFilter":{{"NotAfter":{{"Start":{number}}}}}}}}}}}"#
        );
        let request = Request::post("/").header("x-amz-target", "CertificateManager.SearchCertificates");
        let error = decoded("acm", request.body(body.as_bytes()).expect("a request")).expect_err(number);
        assert_eq!((error.status, error.code.as_str()), (400, "SerializationException"), "{number}");
    }
}

#[test]
fn of_a_member_that_comes_twice_the_last_counts() {
    let request = Request::post("/").header("x-amz-target", "CertificateManager.RequestCertificate");
    let body = br#"{"DomainName":"a","ValidationMethod":"DNS","DomainName":"b","ValidationMethod":null}"#;
    let call = decoded("acm", request.body(&body[..]).expect("a request")).expect("a call");
    assert_eq!(call.input, json!({"DomainName": "b"}));
}

#[test]
fn another_version_is_another_api() {
    let body = b"Action=DescribeLoadBalancers&Version=2012-06-01";
    let error =
        decoded("elbv2", Request::post("/").body(&body[..]).expect("a request")).expect_err("classic");
    assert_eq!(error.code, "InvalidAction");
    assert!(
        error.message.starts_with("Could not find operation DescribeLoadBalancers for version 2012-06-01")
    );
}

#[test]
fn a_query_of_more_values_than_any_has_is_refused() {
    let numbered = (0..VALUES_MAX).map(|number| format!("&TargetGroupArns.member.{number}=x"));
    let body = format!("Action=DescribeTargetGroups{}", numbered.collect::<String>());
    let error =
        decoded("elbv2", Request::post("/").body(body.as_bytes()).expect("a request")).expect_err("many");
    assert_eq!(error.code, "MalformedQueryString");
}

#[test]
fn a_query_that_is_nested_deeper_than_any_is_refused() {
    let body = format!("Action=DescribeLoadBalancers&a{}=1", ".".repeat(60));
    let error =
        decoded("elbv2", Request::post("/").body(body.as_bytes()).expect("a request")).expect_err("deep");
    assert_eq!((error.status, error.code.as_str()), (400, "MalformedInput"));
}

#[test]
fn an_empty_list_is_said_by_its_name() {
    let call =
        decoded("elbv2", post("Action=SetSecurityGroups&LoadBalancerArn=a&SecurityGroups=")).expect("a call");
    assert_eq!(call.input, json!({"LoadBalancerArn": "a", "SecurityGroups": []}));
}

#[test]
fn operations_that_are_unknown_or_not_built_are_told_apart() {
    let target =
        |target: &str| Request::post("/").header("x-amz-target", target).body(&b"{}"[..]).expect("a request");
    let error = decoded("acm", target("CertificateManager.MakeCoffee")).expect_err("unknown");
    assert_eq!((error.status, error.code.as_str()), (400, "UnknownOperationException"));
    let error = decoded("acm", target("CertificateManager.ListAcmeEndpoints")).expect_err("not built");
    assert_eq!((error.status, error.code.as_str()), (501, "NotImplemented"));
    let error = decoded("elbv2", post("Action=MakeCoffee")).expect_err("unknown");
    assert_eq!(error.message, "The action MakeCoffee is not valid for this web service.");
}

#[test]
fn a_query_is_read_by_its_contract() {
    let call = decoded(
        "elbv2",
        post(
            "Action=CreateListener&Version=2015-12-01&LoadBalancerArn=arn%3Aaws&Port=443&Protocol=HTTPS\
         &Certificates.member.1.CertificateArn=a+b&DefaultActions.member.2.Type=forward\
         &DefaultActions.member.1.Type=fixed-response\
         &DefaultActions.member.1.FixedResponseConfig.StatusCode=200&Unknown.member.x=1",
        ),
    )
    .expect("a call");
    assert_eq!(
        call.input,
        json!({
            "LoadBalancerArn": "arn:aws", "Port": 443, "Protocol": "HTTPS",
            "Certificates": [{"CertificateArn": "a b"}],
            "DefaultActions": [
                {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}, {"Type": "forward"}],
        })
    );
    assert!(decoded("elbv2", post("Action=CreateListener&Port=four")).is_err());
}

#[test]
fn a_query_is_answered_in_xml() {
    let elb = service("elbv2").expect("elbv2");
    let operation = elb.operation("DescribeListeners").expect("an operation");
    let output = json!({"Listeners": [{"ListenerArn": "a<b", "Port": 443, "Certificates": []}]});
    insta::assert_snapshot!(text(&encode(elb, Protocol::Query, operation, output.into(), "r-1")), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <DescribeListenersResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeListenersResult><Listeners><member><ListenerArn>a&lt;b</ListenerArn><Port>443</Port><Certificates></Certificates></member></Listeners></DescribeListenersResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></DescribeListenersResponse>
    "#);
    let error = WireError::new(400, "ListenerNotFound", "One or more listeners not found");
    insta::assert_snapshot!(text(&encode_error(elb, Protocol::Query, &error, "r-2")), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error><Type>Sender</Type><Code>ListenerNotFound</Code><Message>One or more listeners not found</Message></Error><RequestId>r-2</RequestId></ErrorResponse>
    "#);
}

#[test]
fn rest_xml_is_read_from_path_query_and_body() {
    let body = br#"<?xml version="1.0"?>
        <ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes>
        <Change><Action>UPSERT</Action><ResourceRecordSet><Name>www.example.com</Name><Type>TXT</Type><TTL>60</TTL>
        <ResourceRecords><ResourceRecord><Value>&quot;a &amp; b&quot;</Value></ResourceRecord></ResourceRecords>
        </ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>"#;
    let request = Request::post("/2013-04-01/hostedzone/Z1/rrset").body(&body[..]).expect("a request");
    let call = decoded("route53", request).expect("a call");
    assert_eq!(call.operation.name, "ChangeResourceRecordSets");
    assert_eq!(
        call.input,
        json!({"HostedZoneId": "Z1", "ChangeBatch": {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": {
            "Name": "www.example.com", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": "\"a & b\""}]}}]}})
    );
    let request =
        Request::get("/2013-04-01/hostedzone/Z1/rrset?name=%2A.example.com&maxitems=2").body(&b""[..]);
    let call = decoded("route53", request.expect("a request")).expect("a call");
    assert_eq!(call.operation.name, "ListResourceRecordSets");
    assert_eq!(
        call.input,
        json!({"HostedZoneId": "Z1", "StartRecordName": "*.example.com", "MaxItems": "2"})
    );
}

#[test]
fn rest_xml_is_answered_with_headers() {
    let route53 = service("route53").expect("route53");
    let operation = route53.operation("CreateHostedZone").expect("an operation");
    let output = json!({
        "HostedZone": {"Id": "/hostedzone/Z1", "Name": "example.com.", "CallerReference": "c"},
        "ChangeInfo": {"Id": "/change/C1", "Status": "PENDING", "SubmittedAt": 1_700_000_000.5},
        "DelegationSet": {"NameServers": ["ns1.example.net"]},
        "Location": "https://route53.amazonaws.com/2013-04-01/hostedzone/Z1",
    });
    let response = encode(route53, Protocol::RestXml, operation, output.into(), "r-1");
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["location"], "https://route53.amazonaws.com/2013-04-01/hostedzone/Z1");
    insta::assert_snapshot!(text(&response), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <CreateHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name><CallerReference>c</CallerReference></HostedZone><ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status><SubmittedAt>2023-11-14T22:13:20.500Z</SubmittedAt></ChangeInfo><DelegationSet><NameServers><NameServer>ns1.example.net</NameServer></NameServers></DelegationSet></CreateHostedZoneResponse>
    "#);
}

#[test]
fn entities_of_the_document_and_deep_nesting_are_refused() {
    let doctype = r#"<!DOCTYPE x [<!ENTITY a "b">]><CreateHostedZoneRequest><Name>&a;</Name></CreateHostedZoneRequest>"#;
    let deep = format!("{}{}", "<a>".repeat(1000), "</a>".repeat(1000));
    for body in [doctype, "<a>&x;</a>", "<a>", "</a>", "", &deep] {
        assert!(xml::parse(body.as_bytes(), VALUES_MAX).is_err(), "{body}");
    }
}

/// XML 1.0 §2.2.
#[test]
fn what_xml_cannot_hold_is_replaced_in_answers_and_refused_in_requests() {
    let elb = service("elbv2").expect("elbv2");
    let odd = "\0\u{1}\u{8}\u{b}\u{c}\u{1b}\u{fffe}\u{ffff}";
    let error = WireError::new(400, "ValidationError", format!("a{odd}b\t\n"));
    let written = encode_error(elb, Protocol::Query, &error, "r");
    assert!(text(&written).contains(&format!("<Message>a{}b\t\n</Message>", "\u{fffd}".repeat(8))));
    let operation = elb.operation("AddTags").expect("an operation");
    for letter in odd.chars() {
        let input = json!({"ResourceArns": ["a"], "Tags": [{"Key": "k", "Value": format!("a{letter}b")}]});
        let found = elb.violations(operation, &input);
        assert_eq!(found.len(), 1, "{letter:?}");
        assert!(found[0].message.starts_with("Value 'a\u{fffd}b' at 'tags.1.member.value'"), "{found:?}");
    }
    let config = json!({"Comment": "tab\tline\nfeed\u{7f}\u{fffd}\u{10ffff}"});
    let input = json!({"Name": "example.com", "CallerReference": "r", "HostedZoneConfig": config});
    let route53 = service("route53").expect("route53");
    assert_eq!(route53.violations(route53.operation("CreateHostedZone").expect("an operation"), &input), []);
}

#[test]
fn an_empty_answer_has_an_empty_body() {
    let acm = service("acm").expect("acm");
    let response = encode(
        acm,
        Protocol::Json,
        acm.operation("DeleteCertificate").expect("an operation"),
        json!({}).into(),
        "r-1",
    );
    assert_eq!((response.status().as_u16(), response.body().len()), (200, 0));
}

#[test]
fn services_are_told_apart() {
    let services: Vec<_> = SERVICES.iter().collect();
    let routed = |request: Request<()>| route(&services, &request.into_parts().0).map(|service| service.name);
    let scope = |service: &str| {
        let value = format!(
            "AWS4-HMAC-SHA256 Credential=k/20261123/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
        );
        Request::get("/").header("authorization", value).body(()).expect("a request")
    };
    assert_eq!(routed(scope("acm")), Some("acm"));
    assert_eq!(routed(scope("elasticloadbalancing")), Some("elbv2"));
    assert_eq!(routed(scope("route53")), Some("route53"));
    assert_eq!(routed(scope("tegata")), Some("tegata"));
    assert_eq!(routed(scope("s3")), None);
    let host = |host: &str| Request::get("/").header("host", host).body(()).expect("a request");
    assert_eq!(routed(host("acm.us-east-1.amazonaws.com")), Some("acm"));
    assert_eq!(routed(Request::get("/2013-04-01/hostedzone").body(()).expect("a request")), Some("route53"));
    let target = Request::get("/").header("x-amz-target", "CertificateManager.GetCertificate").body(());
    assert_eq!(routed(target.expect("a request")), Some("acm"));
}

proptest! {
    #[test]
    fn random_bodies_never_panic(body in any::<Vec<u8>>(), target in "[A-Za-z]{0,10}\\.?[A-Za-z]{0,20}") {
        for service in SERVICES.iter() {
            let request = Request::post("/2013-04-01/hostedzone").header("x-amz-target", &target);
            let (parts, ()) = request.body(()).expect("a request").into_parts();
            let _ = decode(service, &parts, &body);
        }
    }

    #[test]
    fn random_forms_never_panic(form in "Action=CreateListener(&[A-Za-z.0-9]{0,20}=[a-z0-9%+]{0,5}){0,10}") {
        let (parts, ()) = Request::post("/").body(()).expect("a request").into_parts();
        if let Ok(call) = decode(service("elbv2").expect("elbv2"), &parts, form.as_bytes()) {
            let _ = call.service.violations(call.operation, &call.input);
        }
    }

    #[test]
    fn random_xml_never_panics(body in "(<[a-zA-Z/!?]{0,8}[ a-z=\"]{0,6}>|&[a-z#0-9]{0,4};|[a-z]{0,4}|\\]\\]>){0,20}") {
        let _ = xml::parse(body.as_bytes(), VALUES_MAX);
    }
}
