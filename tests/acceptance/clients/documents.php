<?php
// PHP's own SOAP engine with a class map: an order with lines, custom fields and an address, its invoice by initialize, a payment, a task.
declare(strict_types=1);

#[AllowDynamicProperties]
abstract class Made { public function __construct(array $values = []) { foreach ($values as $name => $value) { $this->$name = $value; } } }

$classes = [
    'TokenPassport', 'TokenPassportSignature', 'RecordRef', 'InitializeRecord', 'InitializeRef', 'SalesOrder', 'SalesOrderItem', 'SalesOrderItemList',
    'Address', 'CustomFieldList', 'StringCustomFieldRef', 'BooleanCustomFieldRef', 'SelectCustomFieldRef', 'ListOrRecordRef', 'Invoice', 'InvoiceItemList',
    'InvoiceItem', 'CustomerPayment', 'CustomerPaymentApply', 'CustomerPaymentApplyList', 'ProjectTask', 'ProjectTaskAssignee', 'ProjectTaskAssigneeList',
    'Preferences', 'AddRequest', 'GetRequest', 'UpdateRequest', 'InitializeRequest',
];
foreach ($classes as $class) {
    eval("class $class extends Made {}");
}
$version = $argv[1];
$account = getenv('NETSUITE_ACCOUNT');
$host = strtolower(str_replace('_', '-', $account)) . '.suitetalk.api.netsuite.com';
$proxy = parse_url(getenv('HTTPS_PROXY'));
$client = new SoapClient("https://$host/wsdl/v{$version}_0/netsuite.wsdl", [
    'cache_wsdl' => WSDL_CACHE_NONE,
    'classmap' => array_combine($classes, $classes),
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    'location' => "https://$host/services/NetSuitePort_$version",
    'proxy_host' => $proxy['host'],
    'proxy_port' => $proxy['port'],
    'stream_context' => stream_context_create([
        'ssl' => ['cafile' => getenv('SSL_CERT_FILE'), 'peer_name' => $host, 'SNI_enabled' => true],
        'http' => ['proxy' => "tcp://{$proxy['host']}:{$proxy['port']}", 'request_fulluri' => false],
    ]),
]);

$call = function (string $operation, object $request) use ($client, $account, $version) {
    [$nonce, $time] = [bin2hex(random_bytes(10)), time()];
    $base = implode('&', [$account, getenv('NETSUITE_CONSUMER_KEY'), getenv('NETSUITE_TOKEN_ID'), $nonce, $time]);
    $key = getenv('NETSUITE_CONSUMER_SECRET') . '&' . getenv('NETSUITE_TOKEN_SECRET');
    $signature = new TokenPassportSignature(['_' => base64_encode(hash_hmac('sha256', $base, $key, true)), 'algorithm' => 'HMAC-SHA256']);
    $passport = new TokenPassport([
        'account' => $account, 'consumerKey' => getenv('NETSUITE_CONSUMER_KEY'), 'token' => getenv('NETSUITE_TOKEN_ID'),
        'nonce' => $nonce, 'timestamp' => $time, 'signature' => $signature,
    ]);
    $messages = "urn:messages_$version.platform.webservices.netsuite.com";
    // What initialize proposes has read-only fields; they are sent back with the rest.
    $ignoring = new SoapHeader($messages, 'preferences', new Preferences(['ignoreReadOnlyFields' => true]));
    $client->__setSoapHeaders([new SoapHeader($messages, 'tokenPassport', $passport), $ignoring]);
    return $client->$operation($request);
};
$add = function (object $record) use ($call): string {
    $written = $call('add', new AddRequest(['record' => $record]))->writeResponse;
    if (!$written->status->isSuccess) {
        throw new RuntimeException(json_encode($written->status));
    }
    return $written->baseRef->internalId;
};
$get = fn (string $type, string $id): object => $call('get', new GetRequest(['baseRef' => new RecordRef(['type' => $type, 'internalId' => $id])]))->readResponse->record;
$ref = fn (string $id): RecordRef => new RecordRef(['internalId' => $id]);

$order = $add(new SalesOrder([
    'entity' => $ref('1'),
    'memo' => 'by class',
    'itemList' => new SalesOrderItemList(['item' => [
        new SalesOrderItem(['item' => $ref('1'), 'quantity' => 2.0, 'rate' => '100.00', 'description' => 'Consulting & more']),
        new SalesOrderItem(['item' => $ref('4'), 'quantity' => 1.0, 'rate' => '20.00']),
    ]]),
    'billingAddress' => new Address(['addr1' => '1 Main Street', 'city' => 'Springfield', 'zip' => '12345', 'country' => '_unitedStates']),
    'customFieldList' => new CustomFieldList(['customField' => [
        new StringCustomFieldRef(['scriptId' => 'custbody_note', 'value' => 'by PHP']),
        new BooleanCustomFieldRef(['scriptId' => 'custbody_flag', 'value' => true]),
        new SelectCustomFieldRef(['scriptId' => 'custbody_unit', 'value' => new ListOrRecordRef(['internalId' => '1'])]),
    ]]),
]));
$record = $get('salesOrder', $order);
$found = ['lines' => [], 'custom' => [], 'address' => [$record->billingAddress->addr1, $record->billingAddress->country], 'total' => $record->total];
foreach ($record->itemList->item as $line) {
    $found['lines'][] = [$line->line, $line->item->internalId, $line->amount];
}
foreach ($record->customFieldList->customField as $field) {
    $found['custom'][$field->scriptId] = is_object($field->value) ? $field->value->internalId : $field->value;
}
$call('update', new UpdateRequest(['record' => new SalesOrder(['internalId' => $order, 'orderStatus' => '_pendingFulfillment'])]));
$start = new InitializeRecord(['type' => 'invoice', 'reference' => new InitializeRef(['type' => 'salesOrder', 'internalId' => $order])]);
$proposal = $call('initialize', new InitializeRequest(['initializeRecord' => $start]))->readResponse->record;
unset($proposal->internalId);
$invoice = $add($proposal);
$kept = $get('invoice', $invoice);
$found['invoice'] = [$kept->total, $kept->createdFrom->internalId === $order];
$payment = $add(new CustomerPayment([
    'customer' => $ref('1'),
    'payment' => 50.0,
    'applyList' => new CustomerPaymentApplyList(['apply' => [new CustomerPaymentApply(['apply' => true, 'doc' => (int) $invoice, 'amount' => 50.0])]]),
]));
$applied = array_filter($get('customerPayment', $payment)->applyList->apply, fn (object $line): bool => $line->apply);
$found['paid'] = array_values(array_map(fn (object $line): float => $line->amount, $applied));
$found['due'] = $get('invoice', $invoice)->amountRemaining;
$task = $add(new ProjectTask([
    'title' => 'By class',
    'company' => $ref('1'),
    'assigneeList' => new ProjectTaskAssigneeList(['projectTaskAssignee' => [new ProjectTaskAssignee(['resource' => $ref('2'), 'units' => 100.0, 'estimatedWork' => 8.0])]]),
]));
$found['assignees'] = array_map(fn (object $one): array => [$one->resource->internalId, $one->estimatedWork], $get('projectTask', $task)->assigneeList->projectTaskAssignee);
echo json_encode($found, JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION), "\n";
